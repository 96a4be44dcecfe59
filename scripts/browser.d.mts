export declare function findBrowser(): string | null;
export declare const BROWSER_ARGS: string[];
