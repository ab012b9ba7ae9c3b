#pragma once

namespace hapmill {

/// From here on SIGINT and SIGTERM end the run in good order: check_interrupt throws, what was
/// half written is removed. SIGPIPE and SIGXFSZ become write errors. Called once, by main.
void catch_signals();

/// Throws Interrupted if SIGINT or SIGTERM has arrived. Called where a run may take long.
void check_interrupt();

}  // namespace hapmill
