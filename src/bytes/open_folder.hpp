#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/file_descriptor.hpp"

namespace hapmill {

/// A folder of this user, held open. What is done by a name is done in this very folder, wherever
/// its path leads by then, and no symbolic link is followed.
class OpenFolder {
 public:
  /// Opens the folder; none where nothing has this name. Throws OutputError where the name is a
  /// symbolic link, is not a folder, or belongs to another user: somebody else may have put it
  /// there, so nothing is written or removed in it.
  static std::optional<OpenFolder> open(std::string const& path);
  /// Stays ours.
  int descriptor() const { return file_.number(); }
  /// All names in the folder, sorted.
  std::vector<std::string> names() const;
  /// Whether the name is that of a regular file.
  bool has_file(std::string const& name) const;
  /// A folder in this one; none where the name is anything else, or a folder of another user.
  std::optional<OpenFolder> enter(std::string const& name) const;
  /// Removes a regular file; anything else stays. @return whether it was removed.
  bool remove_file(std::string const& name) const;
  /// Removes a folder if it is empty. @return whether it was removed.
  bool remove_folder(std::string const& name) const;

 private:
  explicit OpenFolder(FileDescriptor&& file) : file_{std::move(file)} {}

  FileDescriptor file_;
};

/// Opens for reading a regular file that hapmill has made; `flags` are added, as O_RDWR. Neither
/// follows a symbolic link nor waits for a FIFO. Where that fails, no file is open, and the reason
/// is in errno.
FileDescriptor open_own_file(std::string const& path, int flags = 0);

/// All bytes of such a file. Throws InputError; `what` is what the message calls the file.
std::string read_own_file(std::string const& path, std::string const& what);

}  // namespace hapmill
