#pragma once

#include <stdexcept>
#include <string>

namespace hapmill {

/// The exit status of the program.
enum class ExitStatus : int {
  done = 0,      ///< the work is finished
  internal = 1,  ///< a fault of the program itself
  usage = 2,     ///< wrong options, or a request refused before it started
  input = 3,     ///< input cannot be opened, read or trusted
  warning = 4,   ///< finished, but the index was not written because rows are not sorted
  output = 5,    ///< output cannot be written, or input changed meanwhile
  device = 6,    ///< a CUDA device or a worker failed
  interrupted = 130,
  terminated = 143,
};

/// An error with a message for the user and the exit status that belongs to it. It is caught in one
/// place, main().
class Error : public std::runtime_error {
 public:
  Error(ExitStatus status, std::string const& what) : std::runtime_error{what}, status_{status} {}
  /// The status that the program exits with if nobody handles the error.
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
