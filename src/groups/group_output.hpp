#pragma once

#include <memory>

#include "convert/conversion_input.hpp"
#include "convert/record_output.hpp"
#include "convert/split_output.hpp"
#include "groups/part_manifest.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// The output of one group: a part of the output file, or files of contigs that wait for those of
/// the other groups.
class GroupOutput {
 public:
  /// Opens files in the folder of parts. Keeps references. Throws OutputError, UsageError.
  GroupOutput(ConversionPlanFile const& plan, OwnFolder const& parts, std::size_t group,
              ConversionInput const& input, TaskPool& pool);

  ConversionOutput& output() { return *output_; }
  /// Ends the files; the manifest gets to know them.
  void publish(PartManifest& manifest);

 private:
  std::unique_ptr<ConversionOutput> output_;
  RecordOutput* part_ = nullptr;  ///< the output is one of these
  SplitOutput* split_ = nullptr;
};

}  // namespace hapmill
