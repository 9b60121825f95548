// The published protocols that the server speaks besides its own, as descriptors: grpc.health.v1
// and grpc.reflection.v1 and v1alpha. Written out here because strict clients want descriptors with
// full type names, which re-encoded ones lack.

/** A FileDescriptorProto in JSON, as protobufjs reads it. */
export type FileDescriptor = {
  readonly name: string;
  readonly package: string;
  readonly syntax: 'proto3';
  readonly messageType: readonly object[];
  readonly service: readonly object[];
};

type Field = {
  readonly name: string;
  readonly jsonName: string;
  readonly number: number;
  readonly label: string;
  readonly type: string;
  readonly typeName?: string;
  readonly oneofIndex?: number;
};

const OPTIONAL = 'LABEL_OPTIONAL';
const REPEATED = 'LABEL_REPEATED';

/** A field; `type` is a scalar, or the full name of a message with a leading dot. */
function field(name: string, number: number, type: string, label = OPTIONAL): Field {
  const jsonName = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const base = { name, jsonName, number, label };
  if (type.startsWith('.')) return { ...base, type: 'TYPE_MESSAGE', typeName: type };
  return { ...base, type: `TYPE_${type.toUpperCase()}` };
}

function message(name: string, fields: readonly Field[]): object {
  return { name, field: fields };
}

/** A message whose last fields, `alternatives`, are a oneof. */
function choice(
  name: string,
  fields: readonly Field[],
  oneof: string,
  alternatives: readonly Field[],
): object {
  const chosen = alternatives.map((alternative) => ({ ...alternative, oneofIndex: 0 }));
  return { name, field: [...fields, ...chosen], oneofDecl: [{ name: oneof }] };
}

/** The reflection protocol, whose two versions differ in their package only. */
export function reflectionFile(version: 'v1' | 'v1alpha'): FileDescriptor {
  const scope = `grpc.reflection.${version}`;
  return {
    name: `grpc/reflection/${version}/reflection.proto`,
    package: scope,
    syntax: 'proto3',
    messageType: reflectionMessages(`.${scope}.`),
    service: [
      {
        name: 'ServerReflection',
        method: [
          {
            name: 'ServerReflectionInfo',
            inputType: `.${scope}.ServerReflectionRequest`,
            outputType: `.${scope}.ServerReflectionResponse`,
            clientStreaming: true,
            serverStreaming: true,
          },
        ],
      },
    ],
  };
}

function reflectionMessages(prefix: string): object[] {
  return [
    choice('ServerReflectionRequest', [field('host', 1, 'string')], 'message_request', [
      field('file_by_filename', 3, 'string'),
      field('file_containing_symbol', 4, 'string'),
      field('file_containing_extension', 5, `${prefix}ExtensionRequest`),
      field('all_extension_numbers_of_type', 6, 'string'),
      field('list_services', 7, 'string'),
    ]),
    message('ExtensionRequest', [
      field('containing_type', 1, 'string'),
      field('extension_number', 2, 'int32'),
    ]),
    choice(
      'ServerReflectionResponse',
      [
        field('valid_host', 1, 'string'),
        field('original_request', 2, `${prefix}ServerReflectionRequest`),
      ],
      'message_response',
      [
        field('file_descriptor_response', 4, `${prefix}FileDescriptorResponse`),
        field('all_extension_numbers_response', 5, `${prefix}ExtensionNumberResponse`),
        field('list_services_response', 6, `${prefix}ListServiceResponse`),
        field('error_response', 7, `${prefix}ErrorResponse`),
      ],
    ),
    message('FileDescriptorResponse', [field('file_descriptor_proto', 1, 'bytes', REPEATED)]),
    message('ExtensionNumberResponse', [
      field('base_type_name', 1, 'string'),
      field('extension_number', 2, 'int32', REPEATED),
    ]),
    message('ListServiceResponse', [field('service', 1, `${prefix}ServiceResponse`, REPEATED)]),
    message('ServiceResponse', [field('name', 1, 'string')]),
    message('ErrorResponse', [
      field('error_code', 1, 'int32'),
      field('error_message', 2, 'string'),
    ]),
  ];
}

const HEALTH = '.grpc.health.v1.';

/** The health protocol. */
export const HEALTH_FILE: FileDescriptor = {
  name: 'grpc/health/v1/health.proto',
  package: 'grpc.health.v1',
  syntax: 'proto3',
  messageType: [
    message('HealthCheckRequest', [field('service', 1, 'string')]),
    {
      name: 'HealthCheckResponse',
      field: [
        {
          ...field('status', 1, 'enum'),
          typeName: `${HEALTH}HealthCheckResponse.ServingStatus`,
        },
      ],
      enumType: [
        {
          name: 'ServingStatus',
          value: ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'].map((name, number) => ({
            name,
            number,
          })),
        },
      ],
    },
    message('HealthListRequest', []),
    {
      name: 'HealthListResponse',
      field: [field('statuses', 1, `${HEALTH}HealthListResponse.StatusesEntry`, REPEATED)],
      nestedType: [
        {
          name: 'StatusesEntry',
          field: [field('key', 1, 'string'), field('value', 2, `${HEALTH}HealthCheckResponse`)],
          options: { mapEntry: true },
        },
      ],
    },
  ],
  service: [
    {
      name: 'Health',
      method: [
        healthMethod('Check', 'HealthCheck'),
        healthMethod('List', 'HealthList'),
        { ...healthMethod('Watch', 'HealthCheck'), serverStreaming: true },
      ],
    },
  ],
};

function healthMethod(name: string, messages: string): object {
  return {
    name,
    inputType: `${HEALTH}${messages}Request`,
    outputType: `${HEALTH}${messages}Response`,
  };
}
