#pragma once

namespace hapmill {

/// Locks an open file against other processes that lock it, without waiting. Returns false if that
/// fails; errno then says why. Returns true on a file system without locks, where callers must not
/// rely on them.
bool lock_file(int fd);

}  // namespace hapmill
