// How units of an order are named on the command line: LINE, LINE=UNITS, LINE@LOCATION=UNITS.

import { type Command, InvalidArgumentError, Option } from 'commander';

/** Units of a line, as a request of the contract has them; absent: all, wherever they are. */
export type UnitsJson = {
  readonly orderItemId: number;
  readonly locationCode?: string;
  readonly quantity?: number;
};

/** Adds the option that names units; it may be given again. `all` says what it is without one. */
export function withUnits(command: Command, all: string, hasLocation: boolean): Command {
  const form = hasLocation ? '<line[@location][=units]>' : '<line[=units]>';
  const option = new Option(`--line ${form}`, `only these units; absent: ${all}`);
  return command.addOption(
    option.argParser((text, before: readonly UnitsJson[] | undefined) => {
      return [...(before ?? []), unitsOf(text, hasLocation)];
    }),
  );
}

function unitsOf(text: string, hasLocation: boolean): UnitsJson {
  const pattern = hasLocation
    ? /^(\d{1,15})(?:@(.+?))?(?:=(\d{1,9}))?$/
    : /^(\d{1,15})()(?:=(\d{1,9}))?$/;
  const [isUnits, line, locationCode, quantity] = pattern.exec(text) ?? [];
  if (isUnits === undefined || Number(quantity) === 0) {
    const form = hasLocation ? 'LINE, LINE=UNITS or LINE@LOCATION=UNITS' : 'LINE or LINE=UNITS';
    throw new InvalidArgumentError(`It must be ${form}.`);
  }
  return {
    orderItemId: Number(line),
    ...(locationCode ? { locationCode } : {}),
    ...(quantity === undefined ? {} : { quantity: Number(quantity) }),
  };
}
