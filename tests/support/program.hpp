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

/// An open file descriptor, closed at the end.
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

/// Opens a file; throws if that fails.
Descriptor open_file(std::string const& path, int flags);

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe();
/// A pipe with a text in it, of 64 KiB at most, and nobody who writes more.
Descriptor make_filled_pipe(std::string_view text);

/// How a program is started. Descriptors stay the caller's.
struct Launch {
  std::vector<std::string> arguments;
  std::string folder;               ///< where it runs; empty: here
  int input = -1;                   ///< -1: /dev/null
  int output = -1;                  ///< -1: captured
  int error = -1;                   ///< -1: captured
  std::vector<int> closed;          ///< standard streams that it does not have
  std::uint64_t largest_file = 0;   ///< 0: no limit (RLIMIT_FSIZE)
  std::uint64_t address_space = 0;  ///< 0: no limit (RLIMIT_AS)
  std::vector<int> ignored_signals;
  bool obeys_permissions = false;  ///< as every user but root does
};

/// What a program left when it ended.
struct Finished {
  int exit_code = -1;  ///< or -1 where a signal ended it
  int signal = 0;      ///< which one
  std::string output;
  std::string error;
  std::uint64_t peak_memory = 0;  ///< bytes
};

/// A running hapmill, the program itself. Killed at the end if nobody has waited for it.
class Process {
 public:
  explicit Process(Launch const& launch);
  ~Process();
  Process(Process const&) = delete;
  Process& operator=(Process const&) = delete;

  pid_t pid() const { return pid_; }
  /// Whether it has ended by now.
  bool has_ended();
  void send(int signal) const;
  /// It has got so far as to catch this signal.
  bool catches(int signal) const;
  /// Throws if it still runs after a minute.
  Finished wait();
  /// What it has written to its captured standard error so far.
  std::string error_so_far() const;

 private:
  pid_t pid_ = -1;
  bool has_ended_ = false;
  Finished finished_;
  Descriptor output_;
  Descriptor error_;
};

/// Waits until `condition` holds, ten seconds at most; whether it does.
template <class Condition>
bool comes_true(Condition const& condition);

/// Runs hapmill in a folder of its own.
class ProgramTest : public testing::Test {
 protected:
  using Arguments = std::vector<std::string>;

  /// Starts hapmill in the folder and waits for its end.
  Finished run(Arguments arguments, Launch launch = {}) const;
  Launch launch(Arguments arguments) const;

  void write(std::string const& name, std::string const& text) const {
    write_text(folder_.path() / name, text);
  }
  std::string read(std::string const& name) const { return read_text(folder_.path() / name); }
  bool has(std::string const& name) const;
  std::string file(std::string const& name) const { return folder_.file(name); }
  /// Names in the folder, sorted.
  std::vector<std::string> names() const;

  /// Expects an error with these words and exit code.
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
