#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "bytes/output_file.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_machine.hpp"
#include "convert/conversion_output.hpp"
#include "convert/totals.hpp"
#include "groups/conversion_plan_file.hpp"
#include "groups/part_manifest.hpp"

namespace hapmill {

/// The conversion of one group of a plan, from the plan to a published part with its manifest.
///
/// It may run twice at once, on several hosts: each writes its own files, and the last ones stay.
class GroupConversion {
 public:
  /// Opens all files; `convert` is plan_of_arguments(). Throws InputError if the matrix has changed
  /// since the plan was made, and hapmill::Error.
  GroupConversion(ConversionPlanFile&& plan, std::size_t group, ConvertPlan convert);

  void run();

  /// Publishes the manifest. `seconds` are those of the whole run.
  void finish(double seconds);

 private:
  Group const& group() const { return plan_.groups[group_]; }
  [[noreturn]] void refuse_plan();

  ConversionPlanFile plan_;
  std::size_t group_;
  OwnFolder parts_;
  PartPaths paths_;
  TaskPool pool_;
  ConversionInput input_;
  ConversionMachine machine_;
  std::unique_ptr<ConversionOutput> output_;
  std::optional<OutputFile> rejects_;
  PartManifest manifest_;
};

}  // namespace hapmill
