export interface ParseOptions {
  separator?: string;
  comment?: string;
  trimLeadingSpace?: boolean;
  lazyQuotes?: boolean;
  fieldsPerRecord?: number;
}
export declare function parse(input: string): string[][];
export declare function parse(
  input: string,
  options: ParseOptions & { skipFirstRow: true },
): Record<string, string>[];
export declare function parse(
  input: string,
  options: ParseOptions & { columns: readonly string[] },
): Record<string, string>[];
export declare function parse(input: string, options: ParseOptions): string[][];

export type DataItem = Readonly<Record<string, unknown> | unknown[]>;
export interface StringifyOptions {
  headers?: boolean;
  separator?: string;
  columns?: readonly string[];
  bom?: boolean;
}
export declare function stringify(data: readonly DataItem[], options?: StringifyOptions): string;
