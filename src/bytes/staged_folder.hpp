#pragma once

#include <functional>
#include <string>
#include <vector>

#include "support/listed_path.hpp"

namespace hapmill {

/// Files that appear in a folder together, once all of them are complete.
///
/// They are written in a hidden folder inside, `.hapmill-XXXXXX`, new and of this user only, which
/// is removed with what is left in it. A killed run leaves it behind.
class StagedFolder {
 public:
  /// Makes the folder if there is none. `hidden_prefix` is for one of several processes that write
  /// files of one folder: the path of the hidden folder, on the same file system, is then the
  /// prefix and six more characters. Throws OutputError.
  explicit StagedFolder(std::string const& folder, std::string const& hidden_prefix = "");
  ~StagedFolder();
  StagedFolder(StagedFolder const&) = delete;
  StagedFolder& operator=(StagedFolder const&) = delete;

  /// The folder that the files will be in.
  std::string const& folder() const { return folder_; }
  /// Where the file of that name is written. Throws OutputError if there is one already: the file
  /// system takes two names for one.
  std::string path(std::string const& name) const;
  /// The same of a file that is to be in the folder.
  OutputPath path(OutputPath const& file) const;
  /// Removes what has been written.
  void restart();

  /// Syncs all files, then gives each its place in the folder, files of these names first removed.
  /// What stands there otherwise is replaced; a folder or device is not. Throws OutputError.
  void publish(std::vector<std::string> const& outdated);
  /// Leaves the files where they are, synced, for publish_staged(). @return the hidden folder.
  std::string keep();

 private:
  void remove_staged() noexcept;

  std::string folder_;
  std::string staging_;
  bool made_folder_ = false;
  bool is_kept_ = false;
};

/// Gives the files of several hidden folders their places in `folder`, as StagedFolder::publish().
/// Of the hidden folders, files stay where they are whose names `is_ours` does not know, and with
/// them their folder.
void publish_staged(std::string const& folder, std::vector<std::string> const& hidden_folders,
                    std::vector<std::string> const& outdated,
                    std::function<bool(std::string const&)> const& is_ours = {});

}  // namespace hapmill
