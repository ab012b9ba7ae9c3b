#include "groups/split_join.hpp"

#include <algorithm>
#include <filesystem>
#include <unordered_set>

#include "bytes/staged_folder.hpp"
#include "convert/split_output.hpp"
#include "hapmill/support/errors.hpp"
#include "support/interrupt.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

namespace fs = std::filesystem;

namespace {

/// As those of other joins that were killed, these go with the folder of parts.
std::string joining_prefix(ConversionPlanFile const& plan) {
  return parts_folder(plan) + "/joining-split-";
}

/// Whether a join that was killed has given this file of the part its place.
bool is_placed(SplitPart const& split, std::string const& folder, std::string const& name) {
  bool const is_made = std::any_of(split.files.begin(), split.files.end(),
                                   [&](auto const& file) { return file.name == name; });
  return is_made && !fs::exists(folder + "/" + name);
}

}  // namespace

SplitJoin::SplitJoin(ConversionPlanFile const& plan, ConversionInput const& input,
                     std::vector<PartManifest> const& parts, bool keeps_parts)
    : folder_{plan.output}, names_{input.plan().split_pattern} {
  for (auto const& part : parts) {
    auto const& split = part.split.value();  // load_parts() has looked
    std::string const folder = parts_folder(plan) + "/" + split.folder;
    if (!fs::exists(folder)) {
      // A join that was killed has placed all of them.
    } else if (keeps_parts) {
      link_or_copy(joining_prefix(plan), folder);
    } else {
      hidden_.push_back(folder);
    }
    for (auto const& index : split.outdated) {
      if (!is_placed(split, folder, index)) outdated_.push_back(index);
    }
    bytes_ += part.part.bytes;
  }
  add_empty_files(plan, input);
}

void SplitJoin::publish() const {
  publish_staged(folder_, hidden_, outdated_,
                 [this](std::string const& name) { return names_.may_be_of_contig(name); });
}

void SplitJoin::add_empty_files(ConversionPlanFile const& plan, ConversionInput const& input) {
  std::unordered_set<std::string> converted;
  for (auto const& group : plan.groups) {
    for (auto& contig : contigs_of(plan.input, group)) converted.insert(std::move(contig));
  }
  auto contigs = contigs_to_write(plan.input);
  std::erase_if(contigs, [&](auto const& contig) { return converted.contains(contig); });
  if (contigs.empty()) return;
  constexpr std::size_t sort_bytes = std::size_t{1} << 16;  // of no record
  TaskPool pool{1};
  SplitOutput output{input.plan().typed, input, pool, joining_prefix(plan)};
  output.expect(contigs);
  output.begin(sort_bytes);
  auto const finished = output.publish();
  hidden_.push_back(parts_folder(plan) + "/" + finished.split->folder);
  outdated_.insert(outdated_.end(), finished.split->outdated.begin(),
                   finished.split->outdated.end());
  bytes_ += finished.file.bytes;
}

void SplitJoin::link_or_copy(std::string const& prefix, std::string const& folder) {
  StagedFolder copies{folder_, prefix};
  for (auto const& entry : fs::directory_iterator{folder}) {
    check_interrupt();
    auto const name = entry.path().filename().string();
    std::error_code error;
    fs::create_hard_link(entry.path(), copies.path(name), error);
    if (error) fs::copy_file(entry.path(), copies.path(name), error);
    if (error) {
      throw OutputError{"cannot copy " + entry.path().string() + ": " + error.message()};
    }
  }
  hidden_.push_back(copies.keep());
}

}  // namespace hapmill
