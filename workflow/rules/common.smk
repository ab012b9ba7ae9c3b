import json
import os
import shlex

MATRICES = config["matrices"]
INDEX = config["index"] if config["suffix"] in (".vcf.gz", ".bcf") else "none"

# OUTPUT is the file that hapmill writes, or the folder if there is one file per contig. PARTS is the folder
# of its parts until it is complete; hapmill decides its name. PRODUCTS are the files that exist afterwards.
OUTPUT = os.path.join(config["results"], "{matrix}" + ("" if config["split"] else config["suffix"]))
PARTS = os.path.join(OUTPUT, ".hapmill-parts") if config["split"] else OUTPUT + ".parts"
if config["split"]:
    PRODUCTS = [OUTPUT + ".files.txt"]
else:
    PRODUCTS = [OUTPUT] + ([] if INDEX == "none" else [f"{OUTPUT}.{INDEX}"])

PLAN = os.path.join(config["work"], "{matrix}.plan.json")
FINISHED = os.path.join(config["work"], "{matrix}.finished")
MANIFEST = os.path.join(PARTS, "group-{group}.json")

# Only the process that submits jobs retries: within a job, another attempt gets no more memory.
RETRIES = config["retries"] if workflow.is_main_process else 0


def products_of(matrix):
    return [path.format(matrix=matrix) for path in PRODUCTS]


def setting(matrix, name):
    """The setting of this matrix, or the general one."""
    return MATRICES[matrix].get(name, config[name])


def files_of(wildcards):
    """The files of a matrix: one, or several with the same columns."""
    return MATRICES[wildcards.matrix]["path"]


def convert_options(wildcards):
    """The options for hapmill plan, quoted for the shell."""
    output = os.path.abspath(OUTPUT.format(matrix=wildcards.matrix))
    words = shlex.split(setting(wildcards.matrix, "options"))
    if config["split"]:
        words += ["--split-by-contig", output, "-o", "{contig}" + config["suffix"]]
    else:
        words += ["-o", output]
    if config["suffix"] in (".vcf.gz", ".bcf"):
        words += ["--index", INDEX]
    # The memory that the plan expects depends on the number of threads.
    return shlex.join(words + ["--threads", str(config["threads"])])


def read_plan(path):
    with open(path) as file:
        return json.load(file)


def manifests_of(wildcards):
    """The manifests of all groups, which are known once the plan exists."""
    plan = read_plan(checkpoints.plan.get(matrix=wildcards.matrix).output.plan)
    groups = range(len(plan["groups"]))
    return [MANIFEST.format(matrix=wildcards.matrix, group=f"{k:05}") for k in groups]


def part_memory(wildcards, input, attempt):
    """The MiB that the plan expects for a group and a quarter more, times the number of the attempt."""
    if not os.path.exists(input.plan):
        return config["plan_mem_mb"]
    expected = read_plan(input.plan)["expected_memory"]
    beside = config["gpu_mem_mb"] if config["device"] == "cuda" else 0
    return attempt * (beside + max(256, int(1.25 * expected / 2**20) + 1))
