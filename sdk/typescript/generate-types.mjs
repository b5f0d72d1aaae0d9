// node generate-types.mjs DOCUMENT TYPES [DOCUMENT TYPES ...]: the types of documents, by openapi-typescript. Decimals are texts
// with a name of their own, and a file of a form is what this library can send.

import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const decimal = ts.factory.createTypeReferenceNode('Decimal');
const file = ts.factory.createTypeReferenceNode('FileSource');
const none = ts.factory.createLiteralTypeNode(ts.factory.createNull());

function transform(schema) {
  if (schema.format === 'decimal') return [schema.type].flat().includes('null') ? ts.factory.createUnionTypeNode([decimal, none]) : decimal;
  if (schema.format === 'binary') return file;
  return undefined;
}

const inject = "import type { FileSource } from '../../form.js';\nimport type { Decimal } from '../../json.js';\nexport type { FileSource, Decimal };\n";

for (let at = 2; at < process.argv.length; at += 2) {
  const document = JSON.parse(await readFile(process.argv[at], 'utf8'));
  const tree = await openapiTS(document, {
    transform, inject, rootTypes: true, rootTypesNoSchemaPrefix: true, defaultNonNullable: false, silent: true,
  });
  await writeFile(process.argv[at + 1], astToString(tree));
}
