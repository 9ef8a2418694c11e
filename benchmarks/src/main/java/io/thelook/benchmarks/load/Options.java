package io.thelook.benchmarks.load;

import io.thelook.benchmarks.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of the load harness.
 *
 * @param url {@code ws://} address of any WebSocket server
 * @param subprotocol the subprotocol to request; {@code null} for none
 * @param connections number of connections to open
 * @param rampSeconds time over which to open them
 * @param settleSeconds time to wait after the last handshake before counting starts
 * @param durationSeconds time to count
 * @param parser the kind of messages
 * @param parseEvery parse the messages of one connection in this many; the messages of all connections are counted
 * @param queries number of different queries that the connections request from a dashboard, in turn; 0 for none
 * @param pids process ids of the servers whose CPU and memory to report
 * @param json file to write the report to as well, as JSON; {@code null} for none
 * @param threads number of event loops
 * @param compress whether to offer compression, as browsers do
 */
record Options(
        URI url,
        String subprotocol,
        int connections,
        int rampSeconds,
        int settleSeconds,
        int durationSeconds,
        MessageParser parser,
        int parseEvery,
        int queries,
        List<Long> pids,
        String json,
        int threads,
        boolean compress) {

    static final String HELP = """
            load --url ws://host:port/path [options]
              --connections N     how many to open (1)
              --ramp S            over how many seconds (N / 500)
              --settle S          seconds to wait then before anything counts (3)
              --duration S        seconds to count (30)
              --parser KIND       view, v1, frame or none (frame)
                                    view   the dashboard's /live
                                    v1     the incremental feed; asks for its subprotocol
                                    frame  whole windows: an array of records, or a string that holds one
              --subprotocol NAME  to ask for
              --parse-every K     parse only the messages of every Kth connection (1)
              --queries Q         ask a dashboard for Q different views of the same, in turn (0)
              --pid P             report CPU and memory of this process; may be repeated
              --threads T         event loops (1)
              --compress          offer compression (permessage-deflate), as browsers do
              --json FILE         write the report there too
            """;

    static Options parse(String... args) {
        URI url = null;
        String subprotocol = null;
        int connections = 1;
        int ramp = -1;
        int settle = 3;
        int duration = 30;
        MessageParser parser = MessageParser.FRAME;
        int parseEvery = 1;
        int queries = 0;
        List<Long> pids = new ArrayList<>();
        String json = null;
        int threads = 1;
        boolean compress = false;
        for (int i = 0; i < args.length; i += 2) {
            String option = args[i];
            if (option.equals("--compress")) {
                compress = true;
                i--;
                continue;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(option + ": expected a value");
            }
            String value = args[i + 1];
            switch (option) {
                case "--url" -> url = SocketAddress.of(value, "path");
                case "--subprotocol" -> subprotocol = value;
                case "--connections" -> connections = whole(option, value, 1, 1_000_000);
                case "--ramp" -> ramp = whole(option, value, 0, 86_400);
                case "--settle" -> settle = whole(option, value, 0, 86_400);
                case "--duration" -> duration = whole(option, value, 1, 86_400);
                case "--parser" -> parser = MessageParser.named(value);
                case "--parse-every" -> parseEvery = whole(option, value, 1, 1_000_000);
                case "--queries" -> queries = whole(option, value, 0, 1_000);
                case "--pid" -> pids.add((long) whole(option, value, 1, Integer.MAX_VALUE));
                case "--json" -> json = value;
                case "--threads" -> threads = whole(option, value, 1, 64);
                default -> throw new IllegalArgumentException(option + ": expected one of the options of --help");
            }
        }
        if (url == null) {
            throw new IllegalArgumentException("--url: expected an address");
        }
        if (subprotocol == null && parser == MessageParser.V1) {
            subprotocol = "thelook.v1";
        }
        return new Options(
                url,
                subprotocol,
                connections,
                ramp < 0 ? connections / 500 : ramp,
                settle,
                duration,
                parser,
                parseEvery,
                queries,
                List.copyOf(pids),
                json,
                threads,
                compress);
    }

    /** The address for a connection. Its queries differ, but each of them matches everything. */
    URI urlOf(int connection) {
        return queries == 0 ? url : URI.create(url + "?not.country=nowhere-" + connection % queries);
    }

    private static int whole(String option, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // rejected below
        }
        throw new IllegalArgumentException(
                option + " " + value + ": expected a whole number from " + least + " to " + most);
    }
}
