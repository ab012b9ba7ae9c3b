#pragma once

#include <string>

namespace hapmill {

/// The right of one run to a folder of parts, on this machine: the lock on its file `lock`, given
/// up at the end or with the process.
class PartsLock {
 public:
  /// Makes the folder if it is not there. `output` is what messages call the result. Throws
  /// UsageError if another run has the lock, OutputError if the folder cannot be made, is a
  /// symbolic link or belongs to another user.
  PartsLock(std::string const& folder, std::string const& output);
  ~PartsLock();
  PartsLock(PartsLock const&) = delete;
  PartsLock& operator=(PartsLock const&) = delete;

 private:
  int fd_ = -1;
};

/// Whether another run has the lock of this folder. False where there is no folder of
/// this user.
bool is_locked(std::string const& folder);

}  // namespace hapmill
