#include "groups/parts_cleaning.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "bytes/open_folder.hpp"
#include "bytes/text_lines.hpp"
#include "groups/parts_names.hpp"
#include "hapmill/support/errors.hpp"
#include "records/contig_file_names.hpp"
#include "support/human_units.hpp"
#include "support/standard_streams.hpp"

namespace hapmill {

namespace {

bool is_split_folder(PartsName kind) {
  return kind == PartsName::split || kind == PartsName::joined;
}

/// Removes what is ours from one folder of parts.
class PartsCleaning {
 public:
  PartsCleaning(OpenFolder const& folder, std::string const& pattern) : folder_{folder} {
    if (pattern.empty()) return;
    try {
      contig_files_.emplace(pattern);
    } catch (UsageError const&) {  // by such a pattern no file was made
    }
  }

  template <class Unwanted>
  void remove(Unwanted const& unwanted) const {
    for (auto const& name : folder_.names()) {
      auto const kind = classify_parts_name(name);
      if (kind == PartsName::foreign || !unwanted(name, kind)) continue;
      if (is_split_folder(kind)) {
        remove_split_folder(name);
      } else {
        folder_.remove_file(name);
      }
    }
  }

 private:
  void remove_split_folder(std::string const& name) const {
    auto const split = folder_.enter(name);
    if (!split) return;
    for (auto const& file : split->names()) {
      if (contig_files_ && contig_files_->may_be_of_contig(file)) split->remove_file(file);
    }
    folder_.remove_folder(name);
  }

  OpenFolder const& folder_;
  std::optional<ContigFileNames> contig_files_;
};

bool has_manifest(OpenFolder const& folder, std::string const& name) {
  return folder.has_file(fmt::format("group-{}.json", group_digits(name)));
}

void remove_groups(OpenFolder const& folder, std::string const& pattern) {
  PartsCleaning const cleaning{folder, pattern};
  // Manifests go first: without its manifest a part is none.
  cleaning.remove([](auto const&, PartsName kind) { return kind == PartsName::manifest; });
  cleaning.remove([](auto const&, PartsName kind) { return kind != PartsName::lock; });
}

/// Names what stays in the folder; of a folder of contigs' files, what is in that.
void tell_what_stays(std::string const& path, OpenFolder const& folder) {
  constexpr std::size_t most = 5;
  std::vector<std::string> names;
  for (auto const& name : folder.names()) {
    auto const kind = classify_parts_name(name);
    if (kind == PartsName::lock) continue;  // another run may have come to the folder
    auto const split = is_split_folder(kind) ? folder.enter(name) : std::nullopt;
    auto const files = split ? split->names() : std::vector<std::string>{};
    for (auto const& file : files) names.push_back(quoted(name + "/" + file));
    if (files.empty()) names.push_back(quoted(name));
  }
  if (names.empty()) return;
  std::string list;
  for (std::size_t k = 0; k < std::min(most, names.size()); ++k) {
    list += (k == 0 ? "" : ", ") + names[k];
  }
  if (names.size() > most) list += fmt::format(" and {} more", human_count(names.size() - most));
  print_to_standard_error(
      fmt::format("hapmill: {} stays, since it holds what hapmill did not make, or could not "
                  "remove: {}\n",
                  path, list));
}

}  // namespace

void remove_unfinished(std::string const& folder, std::string const& pattern) {
  auto const open = OpenFolder::open(folder);
  if (!open) return;
  PartsCleaning{*open, pattern}.remove([&](std::string const& name, PartsName kind) {
    if (kind == PartsName::part || kind == PartsName::split) return !has_manifest(*open, name);
    return kind == PartsName::temporary;
  });
}

void remove_groups(std::string const& folder, std::string const& pattern) {
  if (auto const open = OpenFolder::open(folder)) remove_groups(*open, pattern);
}

void remove_parts_folder(std::string const& folder, std::string const& pattern) {
  auto const open = OpenFolder::open(folder);
  if (!open) return;
  remove_groups(*open, pattern);
  open->remove_file("lock");
  if (::rmdir(folder.c_str()) != 0) tell_what_stays(folder, *open);
}

std::size_t count_complete_groups(std::string const& folder) {
  try {
    auto const open = OpenFolder::open(folder);
    if (!open) return 0;
    auto const names = open->names();
    return static_cast<std::size_t>(
        std::count_if(names.begin(), names.end(), [&](std::string const& name) {
          return classify_parts_name(name) == PartsName::manifest && open->has_file(name);
        }));
  } catch (OutputError const&) {
    return 0;
  }
}

}  // namespace hapmill
