// Descriptors of .proto files, found by file name or by the symbols that they declare, with what
// they import.

import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor/index.js';
import type { FileDescriptor } from './reflection-contract.js';

type Named = { readonly name?: string | null };
type MessageDescriptor = Named & {
  readonly nestedType?: readonly MessageDescriptor[] | null;
  readonly enumType?: readonly Named[] | null;
};
type ParsedFile = Named & {
  readonly package?: string | null;
  readonly dependency?: readonly string[] | null;
  readonly messageType?: readonly MessageDescriptor[] | null;
  readonly enumType?: readonly Named[] | null;
  readonly service?: readonly (Named & { readonly method?: readonly Named[] | null })[] | null;
};

type IndexedFile = { readonly bytes: Uint8Array; readonly dependencies: readonly string[] };

/** Descriptors and where each symbol is declared. */
export class DescriptorIndex {
  private readonly files = new Map<string, IndexedFile>();
  private readonly fileOfSymbol = new Map<string, string>();

  /** Adds the files of an encoded FileDescriptorSet, each kept as the bytes that it came in. */
  addSet(set: Uint8Array): void {
    const reader = protobuf.Reader.create(set);
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === 0x0a) this.add(reader.bytes());
      else reader.skipType(tag & 7);
    }
  }

  /** Adds a file that is written out in the program. */
  addFile(file: FileDescriptor): void {
    const type = descriptor.FileDescriptorProto;
    this.add(type.encode(type.fromObject(file)).finish());
  }

  /** The file of this name and all that it imports, itself first; null where there is none. */
  filesByName(name: string): Uint8Array[] | null {
    if (!this.files.has(name)) return null;
    const names = new Set([name]);
    for (const next of names) {
      for (const dependency of this.files.get(next)?.dependencies ?? []) {
        if (this.files.has(dependency)) names.add(dependency);
      }
    }
    return [...names].map((each) => (this.files.get(each) as IndexedFile).bytes);
  }

  /**
   * The file that declares a message, enumeration, service or method, by full name, and its
   * imports.
   */
  filesBySymbol(symbol: string): Uint8Array[] | null {
    const name = this.fileOfSymbol.get(symbol);
    return name === undefined ? null : this.filesByName(name);
  }

  private add(bytes: Uint8Array): void {
    const type = descriptor.FileDescriptorProto;
    const file = type.toObject(type.decode(bytes)) as ParsedFile;
    const name = file.name ?? '';
    this.files.set(name, { bytes, dependencies: file.dependency ?? [] });
    const scope = file.package ? `${file.package}.` : '';
    this.addTypes(name, scope, file.messageType, file.enumType);
    for (const service of file.service ?? []) {
      this.fileOfSymbol.set(`${scope}${service.name}`, name);
      for (const method of service.method ?? []) {
        this.fileOfSymbol.set(`${scope}${service.name}.${method.name}`, name);
      }
    }
  }

  private addTypes(
    file: string,
    scope: string,
    messages: readonly MessageDescriptor[] | null | undefined,
    enumerations: readonly Named[] | null | undefined,
  ): void {
    for (const { name } of enumerations ?? []) this.fileOfSymbol.set(`${scope}${name}`, file);
    for (const { name, nestedType, enumType } of messages ?? []) {
      this.fileOfSymbol.set(`${scope}${name}`, file);
      this.addTypes(file, `${scope}${name}.`, nestedType, enumType);
    }
  }
}
