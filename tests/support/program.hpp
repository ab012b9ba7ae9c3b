#pragma once

#include "temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/types.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hapmill::test {

/// An open file descriptor. Closes it in the destructor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_{number} {}
  Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int number() const { return number_; }
  void close();

 private:
  int number_;
};

/// Opens a file. Throws if that fails.
Descriptor open_file(std::string const& path, int flags);

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe();
/// Makes a pipe that contains a text of at most 64 KiB and has no writer.
Descriptor make_filled_pipe(std::string_view text);

/// How a program is started. The caller keeps the descriptors.
struct Launch {
  std::vector<std::string> arguments;
  std::string folder;               ///< working directory; empty for this process's
  int input = -1;                   ///< -1 for /dev/null
  int output = -1;                  ///< -1: captured
  int error = -1;                   ///< -1: captured
  std::vector<int> closed;          ///< standard streams that are closed
  std::uint64_t largest_file = 0;   ///< 0: no limit (RLIMIT_FSIZE)
  std::uint64_t address_space = 0;  ///< 0: no limit (RLIMIT_AS)
  std::vector<int> ignored_signals;
  bool obeys_permissions = false;  ///< check permissions even for root
};

/// The outcome of a program.
struct Finished {
  int exit_code = -1;  ///< -1 if a signal ended it
  int signal = 0;      ///< the signal that ended it
  std::string output;
  std::string error;
  std::uint64_t peak_memory = 0;  ///< bytes
};

/// A running hapmill process. It is killed in the destructor if nobody has waited for it.
class Process {
 public:
  explicit Process(Launch const& launch);
  ~Process();
  Process(Process const&) = delete;
  Process& operator=(Process const&) = delete;

  pid_t pid() const { return pid_; }
  /// Whether the process has ended.
  bool has_ended();
  void send(int signal) const;
  /// Whether the process already catches this signal.
  bool catches(int signal) const;
  /// Waits for the end of the process. Throws if it still runs after a minute.
  Finished wait();
  /// Returns what the process has written to its captured standard error so far.
  std::string error_so_far() const;

 private:
  pid_t pid_ = -1;
  bool has_ended_ = false;
  Finished finished_;
  Descriptor output_;
  Descriptor error_;
};

/// Waits at most ten seconds until `condition` holds. Returns whether it does.
template <class Condition>
bool comes_true(Condition const& condition);

/// A test that runs hapmill in a folder of its own.
class ProgramTest : public testing::Test {
 protected:
  using Arguments = std::vector<std::string>;

  /// Runs hapmill in the folder and waits for its end.
  Finished run(Arguments arguments, Launch launch = {}) const;
  Launch launch(Arguments arguments) const;

  void write(std::string const& name, std::string const& text) const {
    write_text(folder_.path() / name, text);
  }
  std::string read(std::string const& name) const { return read_text(folder_.path() / name); }
  bool has(std::string const& name) const;
  std::string file(std::string const& name) const { return folder_.file(name); }
  /// Returns the names of the files in the folder, sorted.
  std::vector<std::string> names() const;

  /// Expects this exit code and an error message with these words.
  static void expect_error(Finished const& finished, int exit_code,
                           std::initializer_list<std::string_view> words);

  TemporaryFolder folder_;
};

/// A matrix of two contigs and four haplotype columns, and its table.
extern char const* const small_matrix;
extern char const* const small_table;

bool wait_until(bool (*condition)(void*), void* data);

template <class Condition>
bool comes_true(Condition const& condition) {
  auto* const data = const_cast<void*>(static_cast<void const*>(&condition));
  return wait_until([](void* it) { return (*static_cast<Condition const*>(it))(); }, data);
}

}  // namespace hapmill::test
