#pragma once

namespace hapmill {

/// Makes SIGINT and SIGTERM end the program in an orderly way: check_interrupt() throws, and
/// unfinished files are removed. Makes SIGPIPE and SIGXFSZ write errors. Called once, by main().
void catch_signals();

/// Throws Interrupted if SIGINT or SIGTERM has arrived. Called regularly by code that may run for
/// long.
void check_interrupt();

}  // namespace hapmill
