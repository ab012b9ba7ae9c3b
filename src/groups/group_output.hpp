#pragma once

#include <cstddef>
#include <memory>

#include "convert/conversion_input.hpp"
#include "convert/conversion_output.hpp"
#include "groups/conversion_plan_file.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// Opens the output of one group, in the folder of parts: a part of the output file, or files of
/// contigs that wait for those of the other groups. The output keeps references to the input and
/// the pool. Throws OutputError, UsageError.
std::unique_ptr<ConversionOutput> make_group_output(ConversionPlanFile const& plan,
                                                    OwnFolder const& parts, std::size_t group,
                                                    ConversionInput const& input, TaskPool& pool);

}  // namespace hapmill
