# Reads what ptxas tells of the kernels: fails where one spills registers. Run as
#   cmake -DNVCC=… -DINCLUDE=… -DKERNELS=… -DARCHITECTURES="80 90" -P check_spills.cmake
# primitives.cu is left out: its kernels are CUB's.
separate_arguments(ARCHITECTURES)
file(GLOB sources "${KERNELS}/*.cu")
list(FILTER sources EXCLUDE REGEX "/primitives\\.cu$")
set(kernel_count 0)
foreach(source IN LISTS sources)
  foreach(architecture IN LISTS ARCHITECTURES)
    execute_process(
      COMMAND "${NVCC}" -std=c++20 -arch=sm_${architecture} -cubin -Xptxas -v -o /dev/null
        "-I${INCLUDE}" "-I${KERNELS}" "${source}"
      RESULT_VARIABLE status OUTPUT_VARIABLE told ERROR_VARIABLE told)
    if(NOT status EQUAL 0)
      message(FATAL_ERROR "${source} does not compile for sm_${architecture}:\n${told}")
    endif()
    string(REGEX MATCHALL "[0-9]+ bytes spill stores" spills "${told}")
    foreach(spill IN LISTS spills)
      math(EXPR kernel_count "${kernel_count} + 1")
      if(NOT spill STREQUAL "0 bytes spill stores")
        message(FATAL_ERROR "${source} spills registers on sm_${architecture}:\n${told}")
      endif()
    endforeach()
  endforeach()
endforeach()
if(kernel_count EQUAL 0)
  message(FATAL_ERROR "ptxas told of no kernel")
endif()
message(STATUS "${kernel_count} kernels, no spills")
