#pragma once

#include <stdexcept>
#include <string>

namespace hapmill {

/// What the program tells its caller when it ends.
enum class ExitStatus : int {
  done = 0,
  internal = 1,
  usage = 2,
  input = 3,
  warning = 4,
  output = 5,
  device = 6,
  interrupted = 130,
  terminated = 143,
};

/// An error with words for the user and the exit status that goes with it. Caught once, in main.
class Error : public std::runtime_error {
 public:
  Error(ExitStatus status, std::string const& what) : std::runtime_error{what}, status_{status} {}
  ExitStatus status() const { return status_; }

 private:
  ExitStatus status_;
};

/// Wrong usage, or a request refused before it starts.
struct UsageError : Error {
  explicit UsageError(std::string const& what) : Error{ExitStatus::usage, what} {}
};

/// Input that cannot be opened, read or trusted.
struct InputError : Error {
  explicit InputError(std::string const& what) : Error{ExitStatus::input, what} {}
};

/// Output that cannot be written.
struct OutputError : Error {
  explicit OutputError(std::string const& what) : Error{ExitStatus::output, what} {}
};

/// Input that changed while it was read.
struct ChangedInput : Error {
  explicit ChangedInput(std::string const& what) : Error{ExitStatus::output, what} {}
};

/// SIGINT or SIGTERM arrived.
struct Interrupted : Error {
  explicit Interrupted(ExitStatus status) : Error{status, "interrupted"} {}
};

}  // namespace hapmill
