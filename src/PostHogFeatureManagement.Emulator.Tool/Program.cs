using PostHogFeatureManagement.Emulator.Tool;

return await EmulatorTool.RunAsync(args, Console.Out, Console.Error, CancellationToken.None).ConfigureAwait(false);
