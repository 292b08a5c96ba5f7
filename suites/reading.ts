/** placeholder for the reader of answers */
export interface Reading {}
