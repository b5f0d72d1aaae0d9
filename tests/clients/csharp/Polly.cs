// The names of the library Polly (NuGet, which Debian lacks) that generated clients mention. They let the code compile where no
// retries are configured; nothing here retries.
using System;
using System.Threading.Tasks;

namespace Polly
{
    public enum OutcomeType { Successful, Failure }

    public sealed class PolicyResult<TResult>
    {
        public OutcomeType Outcome { get; set; }
        public TResult Result { get; set; }
        public Exception FinalException { get; set; }
    }

    public interface ISyncPolicy<TResult> { }

    public interface IAsyncPolicy<TResult>
    {
        Task<PolicyResult<TResult>> ExecuteAndCaptureAsync(Func<Task<TResult>> action);
    }
}
