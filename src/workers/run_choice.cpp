#include "workers/run_choice.hpp"

#include <fmt/format.h>

#include "groups/parts_of_output.hpp"
#include "groups/shared_files.hpp"

namespace hapmill {

namespace {

/// Refuses a run of one process while the folder of parts belongs to others.
void refuse_parts_of_others(ConvertPlan const& plan) {
  auto const folder = parts_folder(plan);
  refuse_locked_parts(folder, plan.output_name());
  refuse_leftovers(folder);
}

}  // namespace

RunChoice choose_run(ConvertOptions const& options) {
  RunChoice run;
  if (options.plan) {
    run.kind = RunKind::group;
    return run;
  }
  run.plan = make_plan(options);
  if (options.clean) {
    run.kind = RunKind::clean;
    return run;
  }
  // Rows can be shared where each process can read the matrix at any offset and parts can be
  // joined.
  auto const bytes = joins_parts(run.plan) ? matrix_bytes(options.files.matrices) : 0;
  bool const is_shareable = bytes != 0;
  run.workers = choose_workers(options, bytes);
  bool const is_one = run.workers.worker_count() == 1;
  if (is_one && options.devices) {
    run.plan.machine.device = parse_device(fmt::format("cuda:{}", run.workers.seat_devices[0]));
  }
  bool const resumes = options.resume && (!is_shareable || has_plan(parts_folder(run.plan)));
  if (!is_one || resumes) {
    run.kind = RunKind::workers;
  } else if (is_shareable) {
    refuse_parts_of_others(run.plan);
  }
  return run;
}

}  // namespace hapmill
