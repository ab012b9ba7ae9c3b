checkpoint plan:
    input:
        matrix=lambda wildcards: MATRICES[wildcards.matrix]["path"],
    output:
        plan=os.path.join(config["work"], "{matrix}.plan.json"),
    params:
        options=lambda wildcards: convert_options(wildcards.matrix),
        output=lambda wildcards: os.path.abspath(outputs_of(wildcards.matrix)[0]),
        groups=lambda wildcards: setting(wildcards.matrix, "groups"),
        hapmill=config["hapmill"],
    log:
        os.path.join(config["logs"], "{matrix}.plan.log"),
    resources:
        mem_mb=config["plan_mem_mb"],
        runtime=config["plan_minutes"],
    container:
        config["container"]
    shell:
        "mkdir -p $(dirname {params.output:q}) && "
        "{params.hapmill} plan {input.matrix:q} {params.options} -o {params.output:q}"
        " --groups {params.groups} --json > {output.plan:q} 2> {log:q}"


rule part:
    input:
        plan=os.path.join(config["work"], "{matrix}.plan.json"),
    output:
        done=temp(touch(os.path.join(config["work"], "{matrix}", "group-{group}.done"))),
    params:
        device=config["device"],
        hapmill=config["hapmill"],
    log:
        os.path.join(config["logs"], "{matrix}.group-{group}.log"),
    threads: config["threads"]
    resources:
        mem_mb=part_memory,
        runtime=config["part_minutes"],
        **({"gpu": 1} if config["device"].startswith("cuda") else {}),
    retries: config["retries"]
    container:
        config["container"]
    shell:
        "{params.hapmill} convert --plan {input.plan:q} --group {wildcards.group}"
        " --threads {threads} --device {params.device} --progress none > {log:q} 2>&1"


rule finalize:
    input:
        plan=os.path.join(config["work"], "{matrix}.plan.json"),
        parts=manifests_of,
    output:
        outputs_of("{matrix}"),
    params:
        hapmill=config["hapmill"],
    log:
        os.path.join(config["logs"], "{matrix}.finalize.log"),
    resources:
        mem_mb=config["plan_mem_mb"],
        runtime=config["part_minutes"],
    container:
        config["container"]
    shell:
        "{params.hapmill} finalize {input.plan:q} > {log:q} 2>&1"
