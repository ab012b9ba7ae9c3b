#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/listed_path.hpp"

namespace hapmill {

/// A folder in which this run writes files of names that are its own, as OUTPUT.parts. Only a
/// FileList makes one.
class OwnFolder {
 public:
  /// A file in it.
  InputPath input(std::string const& path) const;
  OutputPath output(std::string const& path) const;

 private:
  friend class FileList;
  explicit OwnFolder(std::string path) : path_{std::move(path)} {}

  std::string path_;
};

/// All files that a run reads, and all that it may write. Each is compared with all others when it
/// is entered, by device and inode and by its path without symbolic links; so a command enters all
/// that it knows, and opens one only then. FIFOs, sockets and devices may be read and written by
/// several.
///
/// `option` is what messages call a file: `-o`, `--report`, or `the matrix`. All functions throw
/// UsageError where a file that is written is one that is read, or is written for another option
/// too; the message names both.
class FileList {
 public:
  /// Tells names in a folder that are the run's own from others.
  using IsOwnName = bool (*)(std::string_view name);

  /// Enters a file that is read; `-` is standard input.
  InputPath reads(std::string const& option, std::string const& path);
  /// Enters a file that is written, and the temporary file beside it; `-` is standard output.
  /// `role` says what it is to the option where it is not what the option names: `the index`.
  /// Several files may have the same option and role; they are not compared with each other.
  OutputPath writes(std::string const& option, std::string const& path,
                    std::string const& role = "");
  /// Enters a file that is written in a folder of the run until it is moved to its place.
  OutputPath writes_staged(std::string const& option, std::string const& path,
                           std::string const& role = "");
  /// Enters a folder and all names in it that are the run's own.
  OwnFolder fills(std::string const& option, std::string const& folder, IsOwnName is_own_name);

 private:
  using FileKey = std::pair<dev_t, ino_t>;
  struct Entry {
    std::string option;
    std::string role;
    std::string path;
    bool is_written = false;
    bool is_standard_output = false;
    std::optional<FileKey> file;  ///< of a regular file that is there
    std::string full_path;        ///< empty: of no regular file
  };
  struct Folder {
    std::string option;
    std::string path;
    std::string full_path;
    IsOwnName is_own_name;
  };

  static Entry make_entry(std::string const& option, std::string const& role,
                          std::string const& path, bool is_written);
  static std::string subject_of(Entry const& entry);
  static std::string object_of(Entry const& entry);
  static void compare(Entry const& one, Entry const& other);
  static void compare(Folder const& folder, Entry const& entry);
  void add(Entry&& entry);

  std::vector<Entry> entries_;
  std::vector<Folder> folders_;
  std::multimap<FileKey, std::size_t> by_file_;
  std::multimap<std::string, std::size_t> by_path_;
  std::optional<std::size_t> standard_output_;
};

}  // namespace hapmill
