#include "cpu/stages.hpp"

#include "hapmill/support/errors.hpp"

namespace hapmill::cpu {

namespace {

std::vector<Stages const*> all_stages() {
#if defined(__x86_64__)
  return {&avx512_stages, &avx2_stages, &scalar_stages};
#else
  return {&scalar_stages};
#endif
}

}  // namespace

std::vector<Stages const*> runnable_stages() {
  std::vector<Stages const*> runnable;
  for (auto const* stages : all_stages()) {
    if (stages->is_supported()) runnable.push_back(stages);
  }
  return runnable;
}

Stages const& select_stages(std::string const& name) {
  auto const runnable = runnable_stages();
  if (name == "auto") return *runnable.front();
  std::string names = "auto";
  for (auto const* stages : runnable) {
    if (stages->name == name) return *stages;
    names += std::string{", "} + stages->name;
  }
  throw UsageError{"--simd " + name + " is not available on this machine; choose one of: " + names};
}

}  // namespace hapmill::cpu
