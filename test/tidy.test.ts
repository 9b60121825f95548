// Answers: does the tree keep the rules of style that no other tool checks? It reads the sources as
// text and as syntax trees, never their meaning. Each failure names file:line and what to do
// instead.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;
const LINE_COLUMNS_MAX = 100;
const TOOL_TIMEOUT_MS = 120_000;

interface SourceFile {
  /** Path from the root of the repository, with slashes. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly tree: ts.SourceFile;
}

function readFolder(folder: string): SourceFile[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) =>
      entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'),
  );
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((absolutePath) => {
      const text = readFileSync(absolutePath, 'utf8');
      const path = absolutePath.slice(ROOT.length);
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
      return { path, lines: text.replace(/\n$/, '').split('\n'), tree };
    });
}

const SRC = readFolder('src');
const ALL = [...SRC, ...readFolder('bench'), ...readFolder('test')];

/** Calls `visit` for every node of the file, parents before children. */
function walk(file: SourceFile, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, step);
  };
  step(file.tree);
}

function lineOf(file: SourceFile, position: number): number {
  return file.tree.getLineAndCharacterOfPosition(position).line + 1;
}

function at(file: SourceFile, node: ts.Node, message: string): string {
  return `${file.path}:${lineOf(file, node.getStart())} ${message}`;
}

/** Collects what `report` finds over the syntax trees of the files. */
function search(
  files: readonly SourceFile[],
  report: (node: ts.Node, file: SourceFile) => string | undefined,
): string[] {
  const found: string[] = [];
  for (const file of files) {
    walk(file, (node) => {
      const message = report(node, file);
      if (message !== undefined) found.push(at(file, node, message));
    });
  }
  return found;
}

/** Collects what `report` finds line by line. */
function searchLines(
  files: readonly SourceFile[],
  report: (line: string) => string | undefined,
): string[] {
  return files.flatMap((file) =>
    file.lines.flatMap((line, index) => {
      const message = report(line);
      return message === undefined ? [] : [`${file.path}:${index + 1} ${message}`];
    }),
  );
}

describe('every file', () => {
  test('is short', () => {
    const long = ALL.filter((file) => file.lines.length > FILE_LINES_MAX);
    expect(
      long.map((file) => `${file.path}:${FILE_LINES_MAX} is ${file.lines.length} lines; split it`),
    ).toEqual([]);
  });

  test('has lines that fit', () => {
    const report = (line: string): string | undefined => {
      const isTooLong = line.length > LINE_COLUMNS_MAX && !/https?:\/\//.test(line);
      return isTooLong ? `is ${line.length} columns, at most ${LINE_COLUMNS_MAX}` : undefined;
    };
    expect(searchLines(ALL, report)).toEqual([]);
  });

  test('opens with a comment that says which question it answers', () => {
    const bare = ALL.filter((file) => {
      const first = file.lines[0].startsWith('#!') ? file.lines[1] : file.lines[0];
      return !/^\/[/*]/.test(first ?? '');
    });
    expect(bare.map((file) => `${file.path}:1 opens without a comment`)).toEqual([]);
  });

  test('is named in kebab-case', () => {
    const odd = ALL.filter(
      (file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(basename(file.path)),
    );
    expect(odd.map((file) => `${file.path}:1 is not kebab-case`)).toEqual([]);
  });

  test('leaves no note of unfinished work', () => {
    // Spelled in a way that lets this file pass its own rule.
    const marker = /\b(TO[D]O|FIX[M]E)\b/;
    const report = (line: string): string | undefined => {
      const word = marker.exec(line)?.[0];
      return word === undefined ? undefined : `says ${word}: do it, or open an issue`;
    };
    expect(searchLines(ALL, report)).toEqual([]);
  });
});

describe('every function', () => {
  const isFunction = (node: ts.Node): boolean =>
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node);

  test('is short', () => {
    // The callbacks of a test file hold whole suites; its own named functions are measured.
    const found = search(ALL, (node, file) => {
      const isSuite = file.path.endsWith('.test.ts') && !ts.isFunctionDeclaration(node);
      if (!isFunction(node) || isSuite) return undefined;
      const lineCount = lineOf(file, node.getEnd()) - lineOf(file, node.getStart()) + 1;
      if (lineCount <= FUNCTION_LINES_MAX) return undefined;
      return `function of ${lineCount} lines, at most ${FUNCTION_LINES_MAX}`;
    });
    expect(found).toEqual([]);
  });
});

describe('every export of src', () => {
  test('has a doc comment', () => {
    const found = search(SRC, (node) => {
      if (!ts.isStatement(node) || !ts.canHaveModifiers(node)) return undefined;
      const modifiers = ts.getModifiers(node) ?? [];
      if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return undefined;
      if (ts.getJSDocCommentsAndTags(node).length > 0) return undefined;
      return 'export without a doc comment (shapes, units, errors)';
    });
    expect(found).toEqual([]);
  });
});

/** What hot code must not say, and what to say instead. */
function bannedInCore(node: ts.Node, file: SourceFile): string | undefined {
  const isScratch = file.path.endsWith('/scratch.ts');
  if (ts.isForOfStatement(node)) return 'for...of: loop over an index';
  if (ts.isForInStatement(node)) return 'for...in: loop over an index';
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return 'closure: a free function';
  if (ts.isFunctionDeclaration(node) && !ts.isSourceFile(node.parent)) {
    return 'nested function: a free function of the file';
  }
  const isSpread = ts.isSpreadElement(node) || ts.isSpreadAssignment(node);
  if (isSpread && !isScratch) return 'spread: copy in a loop';
  if (ts.isNewExpression(node) && !isScratch) return 'new: allocate in scratch.ts, once a worker';
  if (ts.isTryStatement(node)) return 'try: return an outcome code';
  if (ts.isAwaitExpression(node)) return 'await: the core is synchronous';
  if (ts.isBigIntLiteral(node)) return 'BigInt: two 32-bit halves or a double';
  if (ts.isIdentifier(node)) return bannedName(node);
  return undefined;
}

function bannedName(node: ts.Identifier): string | undefined {
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  if (!isMember && /^(Map|Set|WeakMap|WeakSet)$/.test(node.text)) {
    return `${node.text}: a column or a table of indexes`;
  }
  if (!isMember && /^(Date|performance)$/.test(node.text)) return `${node.text}: pass the time in`;
  if (
    isMember &&
    node.text === 'random' &&
    ts.isPropertyAccessExpression(node.parent) &&
    node.parent.expression.getText() === 'Math'
  )
    return 'random: pass a seed in';
  if (isMember && node.text === 'subarray') return 'subarray: pass the offset and the count';
  return undefined;
}

describe('hot code', () => {
  test('in src/core neither allocates nor closes over anything', () => {
    const core = SRC.filter((file) => file.path.startsWith('src/core/'));
    expect(search(core, bannedInCore)).toEqual([]);
  });
});

describe('every test', () => {
  test('runs', () => {
    const tests = ALL.filter((file) => file.path.startsWith('test/'));
    const found = search(tests, (node) => {
      if (!ts.isPropertyAccessExpression(node)) return undefined;
      const callee = node.expression.getText();
      const isRunner = /^(describe|it|test|suite|bench)\b/.test(callee);
      const isSwitch = /^(only|skip|skipIf|runIf|todo)$/.test(node.name.text);
      return isRunner && isSwitch
        ? `${callee}.${node.name.text}: a test that may not run`
        : undefined;
    });
    expect(found).toEqual([]);
  });
});

describe('the lock file', () => {
  interface Lock {
    readonly packages: Record<string, { readonly optionalDependencies?: Record<string, string> }>;
  }

  test('names the binaries of every platform, without which npm ci refuses it', () => {
    const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    const { packages } = JSON.parse(text) as Lock;
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).filter(
        (name) =>
          !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(missing, 'run `npm run lock:complete`').toEqual([]);
  });
});

describe('the tools', () => {
  /** Runs a tool of package.json's scripts and returns what it complained of, or ''. */
  function complaintsOf(script: string): string {
    const options = {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    } as const;
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], options);
    return status === 0 ? '' : `${stdout}${stderr}` || `exit status ${status}`;
  }

  test('find every import in the direction of the layers', { timeout: TOOL_TIMEOUT_MS }, () => {
    expect(complaintsOf('layers')).toBe('');
  });

  test('find no dead code', { timeout: TOOL_TIMEOUT_MS }, () => {
    expect(complaintsOf('deadcode')).toBe('');
  });
});
