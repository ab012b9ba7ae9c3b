#pragma once

#include <string>

#include "support/file_descriptor.hpp"

namespace hapmill {

/// Locks an open file against other processes that lock it, without waiting. If that fails, it
/// returns false, and the reason is in errno. True on a file system that has no locks.
bool lock_file(int number);

/// Opens a file to write, which it makes if there is none, and locks it against other processes
/// that open it with this function. The lock lasts until the file is closed.
///
/// The file that is returned still has this name: another process may have removed or renamed the
/// one that was opened first. If that fails, it returns no file, and the reason is in errno;
/// EWOULDBLOCK if another process has the lock.
FileDescriptor open_locked(std::string const& path);

/// Whether another process has the lock.
bool is_locked_file(std::string const& path);

}  // namespace hapmill
