#include "bytes/staged_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "bytes/open_folder.hpp"
#include "hapmill/support/errors.hpp"
#include "support/file_descriptor.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace fs = std::filesystem;

namespace {

using IsOurs = std::function<bool(std::string const&)>;

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

/// Names of the regular files: nothing else is made in a hidden folder.
std::vector<std::string> names_in(std::string const& folder, IsOurs const& is_ours = {}) {
  std::vector<std::string> names;
  for (auto const& entry : fs::directory_iterator{folder}) {
    if (entry.symlink_status().type() != fs::file_type::regular) continue;
    std::string const name = entry.path().filename().string();
    if (!is_ours || is_ours(name)) names.push_back(name);
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

StagedFolder::StagedFolder(std::string const& folder, std::string const& hidden_prefix)
    : folder_{folder} {
  std::error_code error;
  made_folder_ = fs::create_directories(folder_, error);
  if (error) fail("make", folder_, error.value());
  auto const prefix = hidden_prefix.empty() ? in(folder, ".hapmill-") : hidden_prefix;
  std::string pattern = prefix + "XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) {
    int const reason = errno;
    if (made_folder_) ::rmdir(folder_.c_str());
    fail("write into", fs::path{prefix}.parent_path().string(), reason);
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

OutputPath StagedFolder::path(OutputPath const& file) const {
  path(fs::path{file.text()}.filename().string());
  return file.staged_in(staging_);
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
                    std::vector<std::string> const& outdated, IsOurs const& is_ours) {
  for (auto const& hidden : hidden_folders) {
    for (auto const& name : names_in(hidden, is_ours)) refuse_what_is_in_the_way(folder, name);
    sync_files(hidden);
  }
  for (auto const& name : outdated) ::unlink(in(folder, name).c_str());
  for (auto const& hidden : hidden_folders) {
    for (auto const& name : names_in(hidden, is_ours)) {
      if (::rename(in(hidden, name).c_str(), in(folder, name).c_str()) != 0) {
        fail("name", in(folder, name), errno);
      }
      // Where both names were links to one file, the system leaves both.
      ::unlink(in(hidden, name).c_str());
    }
    ::rmdir(hidden.c_str());
  }
  sync(folder);
}

void StagedFolder::remove_staged() noexcept {
  try {
    auto const folder = OpenFolder::open(staging_);
    if (!folder) return;
    for (auto const& name : folder->names()) folder->remove_file(name);
  } catch (...) {  // it is not our folder any more
  }
}

}  // namespace hapmill
