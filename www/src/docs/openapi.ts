// What of an OpenAPI 3.1 document the page shows.

export interface Schema {
  $ref?: string;
  title?: string;
  type?: string | string[];
  description?: string;
  properties?: { [name: string]: Schema };
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

export interface Body {
  description?: string;
  content?: { [type: string]: { schema?: Schema; example?: unknown } };
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: { [scheme: string]: string[] }[];
  parameters?: Parameter[];
  requestBody?: Body;
  responses?: { [status: string]: Body & { $ref?: string } };
}

export interface Document {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: { [path: string]: { [method: string]: Operation } };
  webhooks: { [name: string]: { post: Operation } };
  components: {
    securitySchemes: { [name: string]: { description: string } };
    schemas: { [name: string]: Schema };
    [part: string]: { [name: string]: unknown };
  };
}

/** What a reference of the document stands for; what is none stands for itself, and what it adds comes first. */
export function resolver(document: Document) {
  return <T extends { $ref?: string }>(part: T): T => {
    if (!part.$ref) return part;
    let found: any = document;
    for (const name of part.$ref.slice(2).split('/')) found = found[name];
    const { $ref: _, ...own } = part;
    return { ...found, ...own } as T;
  };
}

export type Resolve = ReturnType<typeof resolver>;
