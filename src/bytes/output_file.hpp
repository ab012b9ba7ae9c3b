#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/file_descriptor.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// The open descriptor that a path names, `-` standing for standard output; -1 if it names none.
/// What it names may have no path any more, or one that is not to be replaced behind its owner.
int named_descriptor(std::string_view path);

/// The file behind symbolic links, which need not be there yet, or the path itself.
std::string resolve_output(std::string const& path);

/// The name under which the file `target` is written, in `folder`, or beside it where that is
/// empty.
std::string temporary_name(std::string const& target, std::string const& folder);

/// Whether a file that has its name is on the disk, or is to be synced later.
enum class Durability : std::uint8_t { synced, later };

/// Where a result goes: a regular file that appears under its name only when it is complete, or
/// something written directly (standard output, a FIFO, a device).
///
/// A regular file is written beside its name under a temporary one, `.NAME.hapmill-part`, which is
/// locked, so that a second run on the same output is refused, and removed unless publish() is
/// reached. One that a killed run has left is taken over. A symbolic link's target is replaced.
class OutputFile {
 public:
  /// Opens `path`, `-` for standard output; of /dev/stdout, /dev/fd/N the open file is written.
  /// Throws OutputError, or UsageError if another run is writing it or it is no name of a file.
  explicit OutputFile(OutputPath const& path) : OutputFile{path, Staged{}} {}
  /// The same with the temporary name in another folder of the same file system; empty: beside it.
  struct Staged {
    std::string folder;
  };
  OutputFile(OutputPath const& path, Staged const& staged);
  /// Opens a regular file that several runs, on several hosts, may write at once, each under a
  /// temporary name of its own: the last that publishes it stays.
  struct Shared {};
  OutputFile(OutputPath const& path, Shared);
  ~OutputFile();
  OutputFile(OutputFile const&) = delete;
  OutputFile& operator=(OutputFile const&) = delete;

  /// Appends. Throws OutputError; on a broken pipe it does nothing more, see is_cut_off().
  void write(char const* data, std::size_t count);
  void write(std::string_view text) { write(text.data(), text.size()); }

  /// Nobody reads the pipe any more: the run may end early, in success.
  bool is_cut_off() const { return is_cut_off_; }
  /// A regular file that publish() gives its name, and not something written directly.
  bool is_regular() const { return !target_.empty(); }
  /// Of a regular file: where it appears.
  std::string folder() const;
  /// What is written can be taken back by restart(), or goes nowhere (/dev/null).
  bool can_restart() const { return !temporary_.empty() || goes_nowhere_; }
  void restart();

  /// Syncs the file and gives it its name. Nothing is written after.
  void publish(Durability durability = Durability::synced);
  /// Publishes in its place another file of the same file system, which is complete.
  void publish_instead(std::string const& finished);

  std::uint64_t bytes() const { return bytes_; }
  /// Makes crc32() known; called before anything is written. A shared file has it anyway.
  void compute_crc32() { computes_crc32_ = true; }
  /// CRC-32 of what has been written, as gzip has it.
  std::uint32_t crc32() const { return crc32_; }
  /// For messages: the path, or `standard output`.
  std::string const& name() const { return name_; }

 private:
  void open_temporary();
  [[noreturn]] void fail(std::string const& doing, int error) const;

  std::string name_;
  std::string target_;     ///< where the file appears
  std::string temporary_;  ///< empty when written directly
  FileDescriptor file_;
  bool is_cut_off_ = false;
  bool goes_nowhere_ = false;
  bool computes_crc32_ = false;
  std::uint32_t crc32_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace hapmill
