#include "cli/command_line.hpp"
#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"
#include "support/standard_streams.hpp"

#include <exception>
#include <new>
#include <string>

int main(int argc, char** argv) {
  using hapmill::ExitStatus;
  using hapmill::print_to_standard_error;
  hapmill::reserve_standard_streams();
  try {
    hapmill::catch_signals();
    return static_cast<int>(hapmill::run_command_line({argv + 1, argv + argc}));
  } catch (hapmill::Error const& error) {
    print_to_standard_error(std::string{"hapmill: error: "} + error.what() + "\n");
    return static_cast<int>(error.status());
  } catch (std::bad_alloc const&) {
    print_to_standard_error("hapmill: error: out of memory\n");
  } catch (std::exception const& error) {
    print_to_standard_error(std::string{"hapmill: internal error: "} + error.what() + "\n");
  }
  return static_cast<int>(ExitStatus::internal);
}
