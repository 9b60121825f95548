// What a look through the rules finds, in the form of the contract's LintFinding. It knows no rule.

/** What is wrong: the names of LintKind without their prefix. */
export type LintKind =
  | 'FILTER_NEVER_PASSES'
  | 'FILTER_NEVER_FAILS'
  | 'FILTERS_EXCLUDE'
  | 'GROUP_WITHOUT_MEMBERS'
  | 'GROUP_UNREACHABLE'
  | 'ROUTE_NEVER_SERVES'
  | 'ROUTE_WITHOUT_GROUPS'
  | 'NO_LAST_RESORT'
  | 'UNUSED'
  | 'SORT_NEVER_DECIDES'
  | 'VALUE_MATCHES_NOTHING'
  | 'VALUE_TWICE'
  | 'UNKNOWN_LOCATION'
  | 'LIMITS_CONTRADICT'
  | 'ACTION_WITHOUT_EFFECT'
  | 'ACTION_TARGET'
  | 'RESTART_NEVER_READ'
  | 'NO_LOCATIONS'
  | 'GROUP_NEVER_TRIED'
  | 'FILTER_NEVER_REFUSED'
  | 'ACTION_NEVER_RUN'
  | 'ORDERS_ALWAYS_IN_CARE';

/** How bad it is: the names of LintSeverity without their prefix. */
export type LintSeverity = 'INFO' | 'WARNING';

/** One thing that was found. */
export type LintFinding = {
  readonly kind: `LINT_KIND_${LintKind}`;
  readonly severity: `LINT_SEVERITY_${LintSeverity}`;
  /** The place in the document, as the contract spells it. */
  readonly path: string;
  /** The name of the rule; empty where it has none. */
  readonly name: string;
  /** For people. */
  readonly text: string;
  /** A case of it; empty where the text says all. */
  readonly example: string;
};

/** Where a finding stands: the path in the document, and the name of the rule. */
export type LintPlace = { readonly path: string; readonly name: string };

/** Collects findings. */
export class Findings {
  readonly all: LintFinding[] = [];

  /** Something that is hardly meant so. */
  warn(kind: LintKind, place: LintPlace, text: string, example = ''): void {
    this.add(kind, 'WARNING', place, text, example);
  }

  /** Something that is worth knowing. */
  note(kind: LintKind, place: LintPlace, text: string, example = ''): void {
    this.add(kind, 'INFO', place, text, example);
  }

  add(
    kind: LintKind,
    severity: LintSeverity,
    { path, name }: LintPlace,
    text: string,
    example: string,
  ): void {
    this.all.push({
      kind: `LINT_KIND_${kind}`,
      severity: `LINT_SEVERITY_${severity}`,
      path,
      name,
      text,
      example,
    });
  }
}

/** The findings with the warnings first, else in their order. */
export function bySeverity(findings: readonly LintFinding[]): LintFinding[] {
  const isWarning = ({ severity }: LintFinding) => severity === 'LINT_SEVERITY_WARNING';
  return [...findings.filter(isWarning), ...findings.filter((one) => !isWarning(one))];
}

/** `one thing`, `2 things`. */
export function counted(count: number, thing: string): string {
  return count === 1 ? `one ${thing}` : `${count} ${thing}s`;
}
