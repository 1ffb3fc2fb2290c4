/** Builds what src/web shows into texts that a program carries along. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The script and the style of the page that `promptlane eval` writes with its report: no file beside it, so that one file is enough. */
export async function reportPage() {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    entryPoints: ['src/web/eval-report/main.ts', 'src/web/eval-report/style.css'],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // Escapes `</script` in strings too; the page must survive whatever encoding a viewer guesses.
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
    outdir: 'page',
    write: false,
  });
  const text = (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? '';
  return { script: text('.js'), style: text('.css') };
}
