// The bundler takes these into the style sheet of the page.
declare module '*.css';

// The pages consist of HTML: what a script looks up is an element of the type that its declaration says, or else any.
interface ParentNode {
  querySelector<Name extends keyof HTMLElementTagNameMap>(selectors: Name): HTMLElementTagNameMap[Name] | null;
  querySelector<Name extends keyof SVGElementTagNameMap>(selectors: Name): SVGElementTagNameMap[Name] | null;
  querySelector<Type extends Element = HTMLElement>(selectors: string): Type | null;
  querySelectorAll<Name extends keyof HTMLElementTagNameMap>(selectors: Name): NodeListOf<HTMLElementTagNameMap[Name]>;
  querySelectorAll<Name extends keyof SVGElementTagNameMap>(selectors: Name): NodeListOf<SVGElementTagNameMap[Name]>;
  querySelectorAll<Type extends Element = HTMLElement>(selectors: string): NodeListOf<Type>;
}
