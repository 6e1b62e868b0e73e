"""What the public suite jupyter_kernel_test asks of a kernel, with cells for ours."""

import unittest

import jupyter_kernel_test


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = "tsnb"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_page_something = "globalThis[Symbol.for('tsnb.kernel')].page({ data: { 'text/plain': 'a page' }, metadata: {} })"
    code_generate_error = "throw new Error('on purpose')"
    completion_samples = [
        {"text": "const greeting: string = 'hi'; greeting.startsW", "matches": ["startsWith"]},
        {"text": "Math.hyp", "matches": ["hypot"]},
    ]
    complete_code_samples = ["1", "const a: number = 1", "function f() {\n  return 1\n}", "await x"]
    incomplete_code_samples = ["function f() {", "[1, 2,", "`not closed", "/* not closed"]
    invalid_code_samples = ["const 1a", "let x = )", "'not closed"]
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "6 * 7 + 0", "result": "42"},
        {"code": "6 * 7 - 0", "result": "42"},
    ]
    code_display_data = [
        {"code": "import * as tslab from 'tslab'; tslab.display.html('<b>hi</b>')", "mime": "text/html"},
        {"code": "tslab.display.svg('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')", "mime": "image/svg+xml"},
        {"code": "tslab.display.png(new Uint8Array([137, 80, 78, 71]))", "mime": "image/png"},
    ]
    code_history_pattern = "6 * 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.hypot"
    code_clear_output = "globalThis[Symbol.for('tsnb.kernel')].clear(false)"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tsnb"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
