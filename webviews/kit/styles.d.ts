/** The bundler turns the style sheets that a panel imports into one file beside its script. */
declare module '*.css';
