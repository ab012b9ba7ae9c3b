#pragma once

#include <cstddef>
#include <optional>

#include "bytes/output_file.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_machine.hpp"
#include "convert/totals.hpp"
#include "groups/conversion_plan_file.hpp"
#include "groups/group_output.hpp"
#include "groups/part_manifest.hpp"
#include "options/convert_options.hpp"

namespace hapmill {

/// The conversion of one group of a plan, from the plan to a published part with its manifest.
///
/// May run twice at once, on several hosts: each run writes files of its own, the last stays.
class GroupConversion {
 public:
  /// Opens all files. `options` are planned_options() and kept. Throws InputError if the matrix or
  /// what the options make of it is not the plan's, and hapmill::Error.
  GroupConversion(ConversionPlanFile&& plan, std::size_t group, ConvertOptions const& options);

  void run();

  /// Publishes the manifest. `seconds` are those of the whole run.
  void finish(double seconds);

 private:
  Group const& group() const { return plan_.groups[group_]; }
  void convert();
  [[noreturn]] void refuse_plan();

  ConversionPlanFile plan_;
  std::size_t group_;
  ConvertOptions const& options_;
  OwnFolder parts_;
  PartPaths paths_;
  TaskPool pool_;
  ConversionInput input_;
  ConversionMachine machine_;
  std::optional<GroupOutput> output_;
  std::optional<OutputFile> rejects_;
  PartManifest manifest_;
};

}  // namespace hapmill
