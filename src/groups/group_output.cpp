#include "groups/group_output.hpp"

#include <vector>

#include "convert/record_output.hpp"
#include "convert/split_output.hpp"
#include "groups/part_manifest.hpp"

namespace hapmill {

std::unique_ptr<ConversionOutput> make_group_output(ConversionPlanFile const& plan,
                                                    OwnFolder const& parts, std::size_t group,
                                                    ConversionInput const& input, TaskPool& pool) {
  auto const paths = part_paths(plan, group);
  if (!plan.splits_contigs) {
    return std::make_unique<RecordOutput>(PartTarget{parts.output(paths.part), group == 0}, input,
                                          pool);
  }
  auto split = std::make_unique<SplitOutput>(input.plan().typed, input, pool, paths.split);
  auto contigs = contigs_of(plan.input, plan.groups[group]);
  std::erase(contigs, "");  // rows without a contig are all malformed and have no records
  split->expect(contigs);
  return split;
}

}  // namespace hapmill
