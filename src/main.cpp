#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <new>

#include "cli/command_line.hpp"
#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"

int main(int argc, char** argv) {
  using hapmill::ExitStatus;
  try {
    hapmill::catch_signals();
    return static_cast<int>(hapmill::run_command_line({argv + 1, argv + argc}));
  } catch (hapmill::Error const& error) {
    fmt::print(stderr, "hapmill: error: {}\n", error.what());
    return static_cast<int>(error.status());
  } catch (std::bad_alloc const&) {
    fmt::print(stderr, "hapmill: error: out of memory\n");
  } catch (std::exception const& error) {
    fmt::print(stderr, "hapmill: internal error: {}\n", error.what());
  }
  return static_cast<int>(ExitStatus::internal);
}
