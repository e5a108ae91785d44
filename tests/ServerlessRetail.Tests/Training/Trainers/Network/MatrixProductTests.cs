using CsCheck;
using ServerlessRetail.Training.Trainers.Network;

namespace ServerlessRetail.Tests.Training.Trainers.Network;

public sealed class MatrixProductTests
{
    [Fact]
    public void A_product_of_any_size_is_that_of_the_textbook() => Gen.Select(Gen.Int[1, 11], Gen.Int[0, 9], Gen.Int[1, 40], Gen.Bool, Gen.Bool).Sample(
        (rows, inner, wanted, isTransposed, adds) =>
        {
            var columns = MatrixProduct.Pad(wanted);
            var random = new SplitMix64((ulong)((rows * 100) + inner));
            var (left, right, product) = (Draw(random, rows * inner), Draw(random, inner * columns), Draw(random, rows * columns));
            var (stepRow, stepInner) = isTransposed ? (1, rows) : (inner, 1);
            var expected = new double[rows * columns];
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    expected[(row * columns) + column] = adds ? product[(row * columns) + column] : 0;
                    for (var i = 0; i < inner; i++)
                        expected[(row * columns) + column] += (double)left[(row * stepRow) + (i * stepInner)] * right[(i * columns) + column];
                }
            }

            MatrixProduct.Multiply(left, stepRow, stepInner, right, product, rows, inner, columns, adds);

            for (var entry = 0; entry < expected.Length; entry++)
                Assert.Equal(expected[entry], product[entry], 1e-4);
        },
        iter: 300);

    [Fact]
    public void A_matrix_that_is_too_small_is_not_read_beyond_its_end() => Assert.Throws<ArgumentException>(
        () => MatrixProduct.Multiply(new float[5], 3, 1, new float[3 * MatrixProduct.Pad(1)], new float[2 * MatrixProduct.Pad(1)], 2, 3, MatrixProduct.Pad(1), adds: false));

    private static float[] Draw(SplitMix64 random, int length) => [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
}
