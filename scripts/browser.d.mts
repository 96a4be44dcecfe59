export declare function findBrowser(): string | null;
export declare function browserArgs(alsoDisabled?: string[]): string[];
export declare const BROWSER_ARGS: string[];
