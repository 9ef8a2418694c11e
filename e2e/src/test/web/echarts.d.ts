// What the charts use of ECharts, without its types: it is there only after a build.
export const BarChart: any;
export const GridSimpleComponent: any;
export const SVGRenderer: any;
export const init: any;
export const setPlatformAPI: any;
export const use: any;
