[assembly: AssemblyFixture(typeof(PostHogFeatureManagement.Packages.Tests.Support.PackedFeed))]
