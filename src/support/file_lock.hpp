#pragma once

namespace hapmill {

/// Locks an open file against others that do so, without waiting; false, and errno says why, if
/// that fails. True on a file system that knows no locks: nothing may hang on them there.
bool lock_file(int fd);

}  // namespace hapmill
