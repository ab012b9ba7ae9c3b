# Reads the kernels' PTX: fails where one that shall load or store 16 bytes at once has fewer such
# instructions than it is meant to have. Run as
#   cmake -DNVCC=… -DINCLUDE=… -DKERNELS=… -P check_words.cmake
#
# file, kernel, loads, stores. The filter loads a row's cells (2) and its codes; the format these,
# and to print, codes, and two parts of a window; it stores two parts of a window, printed cells and
# the record. VCF and BCF load codes thrice more, to count alternates, missing alleles and samples
# without a call; BCF copies its numbers (2 loads) and has no windows.
set(expected
  "tokenize:count_newlines_kernel:1:0"
  "tokenize:index_newlines_kernel:1:0"
  "filter:filter_rows_kernel.*TableRecord:3:0"
  "filter:filter_rows_kernel.*VcfRecord:6:0"
  "format:format_rows_kernel.*TableRecord:6:4"
  "format:format_rows_kernel.*VcfRecord.*RecordKindE1:9:4"
  "format:format_rows_kernel.*VcfRecord.*RecordKindE2:9:2")

function(count_matches text pattern result)
  string(REGEX MATCHALL "${pattern}" found "${text}")
  list(LENGTH found count)
  set(${result} ${count} PARENT_SCOPE)
endfunction()

# compile(FILE)  — sets kernels_of_FILE, a list: the PTX of each kernel.
function(compile file)
  execute_process(
    COMMAND "${NVCC}" -std=c++20 -arch=compute_90 -ptx -o - "-I${INCLUDE}" "-I${KERNELS}"
      "${KERNELS}/${file}.cu"
    RESULT_VARIABLE status OUTPUT_VARIABLE ptx ERROR_VARIABLE told)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${file}.cu does not compile to PTX:\n${told}")
  endif()
  # Semicolons and brackets part or bind CMake's lists.
  string(REGEX REPLACE "[][;]" " " ptx "${ptx}")
  string(REPLACE ".entry" ";" kernels "${ptx}")
  set(kernels_of_${file} "${kernels}" PARENT_SCOPE)
endfunction()

set(kernel_count 0)
foreach(entry IN LISTS expected)
  string(REPLACE ":" ";" entry "${entry}")
  list(GET entry 0 file)
  list(GET entry 1 kernel)
  list(GET entry 2 least_loads)
  list(GET entry 3 least_stores)
  if(NOT DEFINED kernels_of_${file})
    compile(${file})
  endif()
  set(seen 0)
  foreach(text IN LISTS kernels_of_${file})
    string(REGEX MATCH "^[^(]*" name "${text}")
    if(NOT name MATCHES "${kernel}")
      continue()
    endif()
    math(EXPR seen "${seen} + 1")
    count_matches("${text}" "ld(\\.global)?(\\.nc)?(\\.v4\\.[busf]32|\\.v2\\.[busf]64|\\.b128)" loads)
    count_matches("${text}" "st(\\.global)?(\\.v4\\.[busf]32|\\.v2\\.[busf]64|\\.b128)" stores)
    if(loads LESS least_loads OR stores LESS least_stores)
      message(FATAL_ERROR "${name} has ${loads} loads and ${stores} stores of 16 bytes, "
        "not ${least_loads} and ${least_stores}")
    endif()
  endforeach()
  if(seen EQUAL 0)
    message(FATAL_ERROR "${file}.cu has no kernel ${kernel}")
  endif()
  math(EXPR kernel_count "${kernel_count} + ${seen}")
endforeach()
message(STATUS "${kernel_count} kernels, with the loads and stores of 16 bytes that are meant")
