/**
 * Lets a library that writes inline styles work under a policy that refuses them.
 *
 * The frame inherits the lesson's Content Security Policy, which allows style elements with the page's nonce and no
 * style attributes. The policy is about markup: the same style set by script, through the CSS object model, is
 * allowed. So each way in which mermaid, d3 and DOMPurify write styles is led there. Without this, text is measured in the
 * wrong font and boxes don't fit their labels.
 */
export function allowScriptedStyles(nonce: string): void {
  const { createElement, createElementNS } = Document.prototype;
  const withNonce = <E extends Element>(element: E): E => {
    if (element instanceof HTMLStyleElement || element instanceof SVGStyleElement) element.nonce = nonce;
    return element;
  };
  Document.prototype.createElement = function (this: Document, name: string, options?: ElementCreationOptions) {
    return withNonce(createElement.call(this, name, options));
  };
  Document.prototype.createElementNS = function (this: Document, space: string | null, name: string) {
    return withNonce(createElementNS.call(this, space, name));
  } as Document['createElementNS'];

  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (this: Element, name: string, value: string) {
    if (name === 'style' && (this instanceof HTMLElement || this instanceof SVGElement)) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };

  const { parseFromString } = DOMParser.prototype;
  DOMParser.prototype.parseFromString = function (this: DOMParser, markup: string, type: DOMParserSupportedType) {
    const parsed = parseFromString.call(this, String(markup).replace(styleInTag, `$1${heldBack}=`), type);
    for (const element of parsed.querySelectorAll<HTMLElement | SVGElement>(`[${heldBack}]`)) {
      element.style.cssText = element.getAttribute(heldBack) ?? '';
      element.removeAttribute(heldBack);
    }
    return parsed;
  };
}

/** Text in between tags is left alone: there, `<` is always escaped. */
const styleInTag = /(<[^<>]*\s)style=/g;
const heldBack = 'data-held-back-style';
