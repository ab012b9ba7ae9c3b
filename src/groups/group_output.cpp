#include "groups/group_output.hpp"

#include <filesystem>
#include <utility>

namespace hapmill {

GroupOutput::GroupOutput(ConversionPlanFile const& plan, OwnFolder const& parts, std::size_t group,
                         ConversionInput const& input, TaskPool& pool) {
  ConvertOptions const& options = input.plan().typed;
  auto const paths = part_paths(plan, group);
  if (!plan.splits_contigs) {
    auto part = std::make_unique<RecordOutput>(options, input, pool,
                                               PartTarget{parts.output(paths.part), group == 0});
    part_ = part.get();
    output_ = std::move(part);
    return;
  }
  auto split = std::make_unique<SplitOutput>(options, input, pool, paths.split);
  auto contigs = contigs_of(plan.input, plan.groups[group]);
  std::erase(contigs, "");  // its rows are all bad
  split->expect(contigs);
  split_ = split.get();
  output_ = std::move(split);
}

void GroupOutput::publish(PartManifest& manifest) {
  if (split_ != nullptr) {
    auto const folder = std::filesystem::path{split_->keep()}.filename().string();
    manifest.split = {folder, split_->files(), split_->outdated()};
    manifest.part.bytes = split_->bytes();
    return;
  }
  part_->publish();
  manifest.part = {part_->file().bytes(), part_->file().crc32()};
  if (part_->index() != nullptr) manifest.index = part_->index()->runs();
}

}  // namespace hapmill
