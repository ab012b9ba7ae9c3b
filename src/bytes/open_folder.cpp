#include "bytes/open_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

bool is_of_this_user(FileDescriptor const& file) {
  struct stat status {};
  return ::fstat(file.number(), &status) == 0 && status.st_uid == ::geteuid();
}

[[noreturn]] void refuse_link(std::string const& path) {
  throw OutputError{path +
                    " is a symbolic link, and nothing is written or removed through one: remove "
                    "the link, or choose another -o"};
}

struct CloseStream {
  void operator()(DIR* stream) const { ::closedir(stream); }
};

}  // namespace

std::optional<OpenFolder> OpenFolder::open(std::string const& path) {
  auto file = open_file(path, folder_flags);
  if (!file.is_open()) {
    int const error = errno;
    if (error == ENOENT) return std::nullopt;
    struct stat status {};
    if (::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode)) refuse_link(path);
    throw OutputError{fmt::format("cannot use the folder {}: {}", path, std::strerror(error))};
  }
  if (is_of_this_user(file)) return OpenFolder{std::move(file)};
  throw OutputError{path +
                    " belongs to another user, so nothing is written or removed in it: remove it, "
                    "or choose another -o"};
}

std::vector<std::string> OpenFolder::names() const {
  std::vector<std::string> names;
  // Opened again, since a copy of the descriptor would share its place in the list of names.
  int const fd = ::openat(descriptor(), ".", folder_flags);
  if (fd < 0) return names;
  std::unique_ptr<DIR, CloseStream> const stream{::fdopendir(fd)};
  if (!stream) {
    ::close(fd);
    return names;
  }
  while (auto const* entry = ::readdir(stream.get())) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool OpenFolder::has_file(std::string const& name) const {
  struct stat status {};
  return ::fstatat(descriptor(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(status.st_mode);
}

std::optional<OpenFolder> OpenFolder::enter(std::string const& name) const {
  FileDescriptor file{::openat(descriptor(), name.c_str(), folder_flags)};
  if (!file.is_open() || !is_of_this_user(file)) return std::nullopt;
  return OpenFolder{std::move(file)};
}

bool OpenFolder::remove_file(std::string const& name) const {
  return has_file(name) && ::unlinkat(descriptor(), name.c_str(), 0) == 0;
}

bool OpenFolder::remove_folder(std::string const& name) const {
  return ::unlinkat(descriptor(), name.c_str(), AT_REMOVEDIR) == 0;
}

FileDescriptor open_own_file(std::string const& path, int flags) {
  auto file = open_file(path, flags | O_NOFOLLOW | O_NONBLOCK);
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0 || S_ISREG(status.st_mode)) {
    return file;
  }
  errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
  return {};
}

std::string read_own_file(std::string const& path, std::string const& what) {
  constexpr std::size_t step = std::size_t{64} << 10;
  auto const file = open_own_file(path);
  if (!file.is_open()) {
    throw InputError{fmt::format("cannot open {} {}: {}", what, path, std::strerror(errno))};
  }
  std::string text;
  for (ssize_t got = 1; got != 0;) {
    std::size_t const before = text.size();
    text.resize(before + step);
    got = file.read(text.data() + before, step);
    if (got < 0) {
      throw InputError{fmt::format("cannot read {} {}: {}", what, path, std::strerror(errno))};
    }
    text.resize(before + static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace hapmill
