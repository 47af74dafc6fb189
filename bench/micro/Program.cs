// Micro-benchmarks of what the controller computes: dotnet run -c Release --project bench/micro [-- --filter '*Template*']
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Remediator.Micro;

// In this process: nothing is generated and built for a run. Short, so that all of it takes a minute or two.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Stages).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
