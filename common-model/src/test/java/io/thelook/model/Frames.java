package io.thelook.model;

/** Reads single frames. */
public final class Frames {

    private Frames() {}

    /** The frame that a text contains. */
    public static Frame decode(String text) throws FrameException {
        return new FeedReader().read(text).frame();
    }
}
