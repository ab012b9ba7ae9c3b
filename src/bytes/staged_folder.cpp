#include "bytes/staged_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "hapmill/support/errors.hpp"
#include "support/file_descriptor.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(std::string const& doing, std::string const& path, int error) {
  std::string advice;
  if (error == EACCES || error == EPERM || error == EROFS) {
    advice = ": write into a folder of yours";
  }
  if (is_disk_full(error)) advice = ": make room, or write elsewhere";
  throw OutputError{"cannot " + doing + " " + path + ": " + std::strerror(error) + advice};
}

void sync(std::string const& path) {
  auto const file = open_file(path, O_RDONLY);
  if (!file.is_open() || !file.sync()) fail("write", path, errno);
}

std::vector<std::string> names_in(std::string const& folder) {
  std::vector<std::string> names;
  for (auto const& entry : fs::directory_iterator{folder}) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string in(std::string const& folder, std::string const& name) {
  return (fs::path{folder} / name).string();
}

void sync_files(std::string const& folder) {
  for (auto const& name : names_in(folder)) {
    check_interrupt();
    sync(in(folder, name));
  }
}

void refuse_what_is_in_the_way(std::string const& folder, std::string const& name) {
  struct stat status {};
  bool const is_there = ::lstat(in(folder, name).c_str(), &status) == 0;
  if (is_there && !S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode)) {
    throw OutputError{"cannot write " + in(folder, name) + ": no file, and in the way"};
  }
}

}  // namespace

StagedFolder::StagedFolder(std::string const& folder)
    : StagedFolder{folder, in(folder, ".hapmill-")} {}

StagedFolder::StagedFolder(std::string const& folder, std::string const& hidden_prefix)
    : folder_{folder} {
  std::error_code error;
  made_folder_ = fs::create_directories(folder_, error);
  if (error) fail("make", folder_, error.value());
  std::string pattern = hidden_prefix + "XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) {
    int const reason = errno;
    if (made_folder_) ::rmdir(folder_.c_str());
    fail("write into", fs::path{hidden_prefix}.parent_path().string(), reason);
  }
  staging_ = pattern;
}

StagedFolder::~StagedFolder() {
  if (is_kept_) return;
  remove_staged();
  ::rmdir(staging_.c_str());
  if (made_folder_) ::rmdir(folder_.c_str());  // unless there is anything in it
}

std::string StagedFolder::path(std::string const& name) const {
  std::string const path = in(staging_, name);
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) {
    throw OutputError{"cannot write " + folder_ + "/" + name +
                      ": this file system takes it for a file of another contig; write to another"};
  }
  return path;
}

void StagedFolder::restart() { remove_staged(); }

void StagedFolder::publish(std::vector<std::string> const& outdated) {
  publish_staged(folder_, {staging_}, outdated);
}

std::string StagedFolder::keep() {
  sync_files(staging_);
  is_kept_ = true;
  return staging_;
}

void publish_staged(std::string const& folder, std::vector<std::string> const& hidden_folders,
                    std::vector<std::string> const& outdated) {
  for (auto const& hidden : hidden_folders) {
    for (auto const& name : names_in(hidden)) refuse_what_is_in_the_way(folder, name);
    sync_files(hidden);
  }
  for (auto const& name : outdated) ::unlink(in(folder, name).c_str());
  for (auto const& hidden : hidden_folders) {
    for (auto const& name : names_in(hidden)) {
      if (::rename(in(hidden, name).c_str(), in(folder, name).c_str()) != 0) {
        fail("name", in(folder, name), errno);
      }
    }
  }
  sync(folder);
}

void StagedFolder::remove_staged() noexcept {
  std::error_code none;
  for (fs::directory_iterator entry{staging_, none}, end; !none && entry != end;
       entry.increment(none)) {
    std::error_code ignored;
    fs::remove(entry->path(), ignored);
  }
}

}  // namespace hapmill
